namespace Switchboard.Gateway.Routing.Chains;

/// <summary>Where the chains that were made over HTTP last. Saving replaces what has the same id.</summary>
internal interface IFallbackChainStore
{
    Task<IReadOnlyList<FallbackChain>> LoadAsync(CancellationToken cancel);

    Task SaveAsync(FallbackChain chain, CancellationToken cancel);

    Task DeleteAsync(string id, CancellationToken cancel);
}
