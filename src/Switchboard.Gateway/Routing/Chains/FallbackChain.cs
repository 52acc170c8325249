namespace Switchboard.Gateway.Routing.Chains;

/// <summary>Fallbacks of a model that were given over HTTP. Where the file gives that model fallbacks of its own, those count.</summary>
/// <param name="Id">Never changes.</param>
/// <param name="Model">A name of the file's <c>models</c>, or a vendor's model with its prefix.</param>
internal sealed record FallbackChain(string Id, string Model)
{
    /// <summary>The models that are asked, in this order, when the model has not answered.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }
}
