using Switchboard.Protocol;

namespace Switchboard.Providers.Catalogue;

/// <summary>The most that a request can consume, known before it is sent.</summary>
/// <param name="Prompt">An upper bound of its input tokens, of all kinds together.</param>
/// <param name="Output">The most tokens that may be answered, of all kinds together.</param>
public readonly record struct UsageBound(long Prompt, long Output)
{
    /// <summary>True only where the vendor writes its cache on request alone, and this request asks for no write.</summary>
    public bool NoCacheWrites { get; init; }

    /// <summary>True where some of the input may be audio or images.</summary>
    public bool MediaIn { get; init; }

    /// <summary>True where some of the answer may be audio or images.</summary>
    public bool MediaOut { get; init; }

    /// <summary>The most of the units that are no tokens (images, milliseconds, characters, searches); its tokens are not looked at. Null for none.</summary>
    public MediaUsage? Units { get; init; }
}
