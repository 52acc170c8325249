namespace Switchboard.Gateway.Alerts;

/// <summary>Where alerts go.</summary>
internal sealed record Webhook
{
    /// <summary>May hold a secret, as those of chat systems do: not for logs.</summary>
    public required Uri Url { get; init; }

    public AlertEvents Events { get; init; } = AlertEvents.All;

    /// <summary>Signs what is sent; null sends it unsigned.</summary>
    public string? Secret { get; init; }

    public override string ToString() => Url.Host;
}
