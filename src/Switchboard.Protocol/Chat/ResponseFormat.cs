using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>An answer in JSON is wanted.</summary>
/// <param name="Schema">Which the answer obeys; null for any JSON object.</param>
public sealed record ResponseFormat(RawJson? Schema)
{
    /// <summary>The schema's name, a label that OpenAI wants.</summary>
    public string? Name { get; init; }

    /// <summary>What the schema is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the vendor must enforce the schema.</summary>
    public bool? Strict { get; init; }
}
