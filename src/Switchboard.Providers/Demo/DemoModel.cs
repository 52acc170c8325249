using System.Collections.Immutable;

namespace Switchboard.Providers.Demo;

/// <summary>A model that answers inside this process, without network and always the same.</summary>
/// <param name="Name">Its name behind <c>demo/</c>.</param>
/// <param name="Description">What it is good for.</param>
public sealed record DemoModel(string Name, string Description)
{
    /// <summary>The model to try first.</summary>
    public static DemoModel Chat { get; } = new("chat", "Talks, calls tools, answers from passages and in JSON, word by word.");

    /// <summary>All demo models.</summary>
    public static ImmutableArray<DemoModel> All { get; } =
    [
        Chat,
        new("fast", "The same in fewer words, in one piece."),
        new("slow", "The same, paced at 20 ms a word, to watch a stream or to interrupt it.") { Pace = TimeSpan.FromMilliseconds(20) },
        new("echo", "Returns the last user message as it came."),
        new("down", "Answers 503 to everything, to try retries and fallbacks."),
    ];

    /// <summary>The pause before each word.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Finds a demo model.</summary>
    /// <param name="name">Its name, without the prefix.</param>
    /// <returns>The model, or null.</returns>
    public static DemoModel? Find(string name)
    {
        foreach (DemoModel model in All)
        {
            if (model.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return model;
            }
        }
        return null;
    }
}
