namespace Switchboard.Gateway.Holdings;

/// <summary>Remembers what tenants keep at vendors.</summary>
internal interface IHoldingStore
{
    /// <summary>Adds what is not known yet.</summary>
    Task SaveAsync(IReadOnlyList<Holding> holdings, CancellationToken cancel);

    Task<Holding?> FindAsync(string tenant, string id, CancellationToken cancel);

    /// <summary>The ids of one kind that a tenant has at a vendor.</summary>
    Task<IReadOnlySet<string>> IdsAsync(string tenant, string provider, string kind, CancellationToken cancel);

    Task DeleteAsync(string tenant, string id, CancellationToken cancel);
}
