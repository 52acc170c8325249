namespace Switchboard.Providers.Transport;

/// <summary>The four times that a vendor may take. The adapter holds the first two, who reads the body the last two.</summary>
public sealed record ProviderTimeouts
{
    /// <summary>The defaults.</summary>
    public static ProviderTimeouts Default { get; } = new();

    /// <summary>Name resolution, TCP and TLS.</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From sending the request to the answer's headers.</summary>
    public TimeSpan FirstByte { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two pieces of the body.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The whole exchange.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromMinutes(10);
}
