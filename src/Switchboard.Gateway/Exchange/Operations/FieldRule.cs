namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>A field of a JSON request that is looked at before any vendor sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it may hold; <c>null</c> counts as absent.</param>
/// <param name="What">Where it must be there: what it is, for the message that it is missing.</param>
internal sealed record FieldRule(string Name, FieldKind Kind, string? What = null)
{
    public bool Required => What is not null;
}
