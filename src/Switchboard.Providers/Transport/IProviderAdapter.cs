using Switchboard.Protocol;

namespace Switchboard.Providers.Transport;

/// <summary>Talks to one vendor. Long-lived and safe to call from many requests at once.</summary>
public interface IProviderAdapter
{
    /// <summary>The provider's canonical name.</summary>
    string Name { get; }

    /// <summary>The wire language of the bodies that go in and come out.</summary>
    Dialect Dialect { get; }

    /// <summary>Sends one request and returns as soon as the vendor's headers are there.</summary>
    /// <param name="call">The request.</param>
    /// <param name="cancel">The caller went away, or the attempt's time is up.</param>
    /// <returns>The vendor's answer, whatever its status, or the reason why there is none. The receiver disposes it.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled; nothing else is thrown for what networks do.</exception>
    Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel);
}
