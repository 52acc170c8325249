namespace Switchboard.Protocol.Chat;

/// <summary>How free the model is to call tools.</summary>
/// <param name="Kind">How free.</param>
/// <param name="Name">The tool, for <see cref="ToolChoiceKind.Named"/>.</param>
public sealed record ToolChoice(ToolChoiceKind Kind, string? Name = null)
{
    /// <summary>Whether a tool must be called.</summary>
    internal bool Forces => Kind is ToolChoiceKind.Required or ToolChoiceKind.Named;
}
