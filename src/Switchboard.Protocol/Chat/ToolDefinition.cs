using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>A function that the caller can run for the model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">The JSON schema of its arguments; null for none.</param>
public sealed record ToolDefinition(string Name, RawJson? Schema)
{
    /// <summary>What it does, for the model.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the arguments must obey the schema.</summary>
    public bool? Strict { get; init; }

    /// <summary>A prompt cache mark after this tool, or null.</summary>
    public CacheControl? CacheControl { get; init; }
}
