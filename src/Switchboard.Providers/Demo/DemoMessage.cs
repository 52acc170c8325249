namespace Switchboard.Providers.Demo;

/// <summary>One message of a conversation, reduced to what the demo models look at.</summary>
internal sealed record DemoMessage(string Role, string Text)
{
    public IReadOnlyList<DemoToolCall> Calls { get; init; } = [];

    public string? ToolCallId { get; init; }
}
