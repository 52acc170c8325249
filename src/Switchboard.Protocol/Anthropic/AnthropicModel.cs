namespace Switchboard.Protocol.Anthropic;

/// <summary>One model as Anthropic lists it. What is not kept here says so: the vendor's clients miss a field that is left out.</summary>
/// <param name="Id">The name to ask for.</param>
/// <param name="DisplayName">The name for people; the same here.</param>
/// <param name="MaxInputTokens">The most input tokens, where known.</param>
/// <param name="MaxTokens">The most output tokens, where known.</param>
public sealed record AnthropicModel(string Id, string DisplayName, int? MaxInputTokens, int? MaxTokens)
{
    /// <summary>Always <c>model</c>.</summary>
    public string Type { get; } = "model";

    /// <summary>The first second of 1970, Anthropic's word for an unknown date.</summary>
    public string CreatedAt { get; } = "1970-01-01T00:00:00Z";

    /// <summary>Always <c>active</c>: what is listed can be used.</summary>
    public string Lifecycle { get; } = "active";

    /// <summary>Not kept.</summary>
    public string? Line { get; }

    /// <summary>Not kept.</summary>
    public string? Capabilities { get; }

    /// <summary>Not kept.</summary>
    public string? DeprecatedAt { get; }

    /// <summary>Not kept.</summary>
    public string? RetiresAt { get; }
}
