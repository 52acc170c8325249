using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>A row of the table: what a caller asks for or is told, in each caller's words.</summary>
/// <param name="Name">Its head in the table.</param>
/// <param name="Chat">Fields of a chat caller's request; null where its dialect has no word. <c>$</c> stands for the prompt.</param>
/// <param name="Messages">The same of a messages caller.</param>
/// <param name="Responses">The same of a responses caller.</param>
internal sealed record Feature(string Name, string? Chat, string? Messages, string? Responses)
{
    /// <summary>
    /// What the vendor's request must hold, by dialect or by column; "*" is for all others, a leading "!" means that it must not hold it.
    /// Empty for what concerns the answer alone.
    /// </summary>
    public Dictionary<string, string> Seen { get; init; } = [];

    /// <summary>What the caller's answer must hold, by caller; "*" is for all others.</summary>
    public Dictionary<string, string[]> Got { get; init; } = [];

    /// <summary>What the vendor answers.</summary>
    public Script Answer { get; init; } = Script.Text("Hello");

    /// <summary>What it answers where the gateway has it give JSON through a tool.</summary>
    public Script? ForcedAnswer { get; init; }

    /// <summary>Fields in a caller's words; null where it has none.</summary>
    public string? FieldsOf(string caller) => caller switch { "chat" => Chat, "messages" => Messages, _ => Responses };

    public string? SeenBy(Column column) => Seen.GetValueOrDefault(column.Name) ?? Seen.GetValueOrDefault(column.Dialect) ?? Seen.GetValueOrDefault("*");

    public string[] GotBy(string caller) => Got.GetValueOrDefault(caller) ?? Got.GetValueOrDefault("*") ?? [];

    public override string ToString() => Name;
}
