namespace Switchboard.Protocol.Anthropic;

/// <summary><c>GET /v1/models</c> in Anthropic's words: all models on one page.</summary>
/// <param name="Data">The models.</param>
public sealed record AnthropicModelPage(IReadOnlyList<AnthropicModel> Data)
{
    /// <summary>The first model's id, or null.</summary>
    public string? FirstId => Data.Count == 0 ? null : Data[0].Id;

    /// <summary>The last model's id, or null.</summary>
    public string? LastId => Data.Count == 0 ? null : Data[^1].Id;

    /// <summary>Always false.</summary>
    public bool HasMore { get; }
}
