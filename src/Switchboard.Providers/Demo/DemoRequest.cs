using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>A chat request that was found to be well formed.</summary>
internal sealed record DemoRequest
{
    public required DemoModel Model { get; init; }

    public required string ModelName { get; init; }

    public required IReadOnlyList<DemoMessage> Messages { get; init; }

    public IReadOnlyList<DemoTool> Tools { get; init; } = [];

    /// <summary><c>auto</c>, <c>none</c>, <c>required</c>, or a tool's name in <see cref="ForcedTool"/>.</summary>
    public string ToolChoice { get; init; } = "auto";

    public string? ForcedTool { get; init; }

    public bool ParallelCalls { get; init; } = true;

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stops { get; init; } = [];

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    public bool WantsJson { get; init; }

    /// <summary>The schema of the JSON that is wanted; undefined where any object will do.</summary>
    public JsonElement Schema { get; init; }

    public int PromptTokens { get; init; }

    public string LastUserText => Messages.LastOrDefault(message => message.Role == "user")?.Text ?? "";

    /// <summary>What came after the last user message.</summary>
    public IEnumerable<DemoMessage> SinceLastUser
    {
        get
        {
            int index = Messages.Count - 1;
            while (index >= 0 && Messages[index].Role != "user")
            {
                index--;
            }
            return Messages.Skip(index + 1);
        }
    }
}
