using System.Globalization;
using Switchboard.Gateway.Configuration;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Routing.Admission;

/// <summary>What a request is told that got no place: 503, when to ask again, and what the administrator can change.</summary>
internal static class QueueRefusal
{
    public const string FullCode = "queue_full";
    public const string TimedOutCode = "queue_timeout";

    /// <summary>Whether an error is one of these: the gateway's own, and no failure of the vendor's.</summary>
    public static bool Is(ExchangeError error) => error is { Kind: ErrorKind.Unavailable, Code: FullCode or TimedOutCode };

    public static ExchangeError Full(string provider, CapacitySettings capacity, int waiting, TimeSpan retryAfter) => Error(
        provider, FullCode, retryAfter, waiting == 0
            ? Text($"All {capacity.Concurrency} places at {provider} are taken.")
            : Text($"All {capacity.Concurrency} places at {provider} are taken, and {waiting} requests wait for one already."));

    public static ExchangeError Displaced(string provider, TimeSpan retryAfter) => Error(
        provider, FullCode, retryAfter, $"So many wait for a place at {provider} that this request gave way to one of a higher priority.");

    public static ExchangeError TimedOut(string provider, CapacitySettings capacity, TimeSpan retryAfter) => Error(
        provider, TimedOutCode, retryAfter, Text($"This request waited {capacity.QueueWait.TotalSeconds:0.#} s for one of the {capacity.Concurrency} places at {provider} and got none."));

    private static ExchangeError Error(string provider, string code, TimeSpan retryAfter, string what) =>
        new(ErrorKind.Unavailable, $"{what} Ask again after the time in Retry-After; the administrator can raise providers.{provider}.concurrency or its queue.")
        {
            Code = code,
            Provider = provider,
            RetryAfter = retryAfter,
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
