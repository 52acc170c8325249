namespace Switchboard.Testing.Upstream;

/// <summary>
/// The tokens that a reply reports, in disjoint buckets; each dialect adds them up in its own way (OpenAI counts cached tokens inside
/// its prompt and reasoning inside its completion, Anthropic reports cache reads and writes beside its input).
/// </summary>
/// <param name="Input">Input tokens that came from no cache and went to none.</param>
/// <param name="Output">Output tokens without reasoning.</param>
public readonly record struct ScriptUsage(int Input, int Output)
{
    /// <summary>What a reply reports unless told otherwise.</summary>
    public static ScriptUsage Default { get; } = new(10, 5);

    /// <summary>Input tokens read from the vendor's prompt cache.</summary>
    public int CacheRead { get; init; }

    /// <summary>Input tokens written to the cache for five minutes.</summary>
    public int CacheWrite { get; init; }

    /// <summary>Input tokens written to the cache for an hour.</summary>
    public int CacheWrite1h { get; init; }

    /// <summary>Output tokens spent on reasoning.</summary>
    public int Reasoning { get; init; }

    /// <summary>All input tokens.</summary>
    public int Prompt => Input + CacheRead + CacheWrite + CacheWrite1h;

    /// <summary>All output tokens.</summary>
    public int Completion => Output + Reasoning;
}
