namespace Switchboard.Gateway.Exchange;

/// <summary>One call to a vendor.</summary>
internal sealed record Attempt(string Provider, string Model, int Status, string? Error, TimeSpan Duration)
{
    /// <summary>The id of the provider's key, where there was a choice.</summary>
    public string? KeyId { get; init; }

    /// <summary>What it may have cost, where it was cut off for another that answered; null where its cost is the exchange's, or nothing.</summary>
    public long? CostMicros { get; init; }
}
