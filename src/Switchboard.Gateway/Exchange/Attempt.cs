namespace Switchboard.Gateway.Exchange;

/// <summary>One call to a vendor.</summary>
internal sealed record Attempt(string Provider, string Model, int Status, string? Error, TimeSpan Duration);
