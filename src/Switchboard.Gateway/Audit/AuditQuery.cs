namespace Switchboard.Gateway.Audit;

/// <summary>Which records to read, newest first. A null filter lets everything through.</summary>
internal sealed record AuditQuery
{
    public const int DefaultLimit = 100;
    public const int MaxLimit = 1_000;

    public int Limit { get; init; } = DefaultLimit;

    public int Offset { get; init; }

    public string? Provider { get; init; }

    /// <summary>The model used or the one asked for.</summary>
    public string? Model { get; init; }

    public string? Tenant { get; init; }

    public string? KeyId { get; init; }

    public string? Outcome { get; init; }

    /// <summary>Only requests that came in at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only requests that came in before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    public bool IsUnfiltered =>
        Provider is null && Model is null && Tenant is null && KeyId is null && Outcome is null && Since is null && Until is null;

    /// <summary>The provider filter's names: one vendor goes by two.</summary>
    public IReadOnlyList<string> Providers => Provider switch
    {
        null => [],
        _ when Equal(Provider, "google") || Equal(Provider, "gemini") => ["google", "gemini"],
        _ => [Provider],
    };

    public bool Matches(AuditRecord record) =>
        (Provider is null || Providers.Any(name => Equal(name, record.Provider)))
        && (Model is null || record.Model == Model || record.ModelAsked == Model)
        && (Tenant is null || record.Tenant == Tenant)
        && (KeyId is null || record.KeyId == KeyId)
        && (Outcome is null || record.Outcome == Outcome)
        && (Since is null || record.Timestamp >= Since)
        && (Until is null || record.Timestamp < Until);

    private static bool Equal(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
