namespace Switchboard.ConformanceTests.Drivers;

/// <summary>One run of a client.</summary>
/// <param name="Scenario">What it does.</param>
/// <param name="Url">The gateway, without a path.</param>
/// <param name="Key">The key that says who asks.</param>
/// <param name="Model">The model to ask for.</param>
/// <param name="Text">What the user says.</param>
public sealed record Call(Scenario Scenario, string Url, string Key, string Model, string Text)
{
    /// <summary>The caller's own key for the vendor, sent along.</summary>
    public string? VendorKey { get; init; }
}
