using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.ProviderKeys;

/// <summary>One of a provider's keys. The text is a secret of the vendor's account: it is never shown, logged or written in clear.</summary>
internal sealed record ProviderKey(string Id, string Provider)
{
    public const int HeaviestWeight = 1_000;

    /// <summary>Keys shorter than this could not be found again in a text to keep them out of it.</summary>
    public const int ShortestText = 8;

    public const int LongestText = 4_096;

    private const int SuffixLength = 4;

    /// <summary>The key itself; null where it was sealed under another root secret.</summary>
    public string? Text { get; init; }

    public string? Name { get; init; }

    /// <summary>The last four characters, to recognise it by; of a short text, which may be a placeholder, none.</summary>
    public string Suffix { get; init; } = "";

    /// <summary>How many of the provider's requests it takes, compared with its other keys.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Requests per minute, or null for no limit of ours.</summary>
    public long? Rpm { get; init; }

    /// <summary>Tokens per minute, or null for no limit of ours.</summary>
    public long? Tpm { get; init; }

    /// <summary>Calls at the same time, or null for no limit of ours.</summary>
    public int? Concurrent { get; init; }

    /// <summary>What may be spent with it; all of them hold.</summary>
    public IReadOnlyList<Budget> Budgets { get; init; } = [];

    public bool Enabled { get; init; } = true;

    public ProviderKeySource Source { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Whether a call may take it.</summary>
    public bool IsUsable => Enabled && Text is not null;

    public bool HasLimits => Rpm is not null || Tpm is not null || Concurrent is not null || Budgets.Count > 0;

    /// <summary>What a text must be to be a key, or null where it is one.</summary>
    public static string? FaultOf(string? text) => text switch
    {
        null or "" => "is missing",
        _ when text.AsSpan().ContainsAnyExceptInRange('!', '~') => "must be printable ASCII without spaces, as it stands in the vendor's console",
        { Length: < ShortestText or > LongestText } => $"must have {ShortestText} to {LongestText} characters",
        _ when text.StartsWith(KeyText.Prefix, StringComparison.Ordinal) => "is a virtual key of this server; give the vendor's own key",
        _ => null,
    };

    public static string SuffixOf(string text) => text.Length < ShortestText ? "" : text[^SuffixLength..];

    public override string ToString() => Id;
}
