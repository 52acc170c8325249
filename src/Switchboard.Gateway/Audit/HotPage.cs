namespace Switchboard.Gateway.Audit;

/// <summary>What the store has of a page.</summary>
/// <param name="Records">Newest first.</param>
/// <param name="Matching">How many of its records the filters match; counted only where the page reaches past them.</param>
/// <param name="Horizons">By node: records up to this seq are no longer here.</param>
internal sealed record HotPage(IReadOnlyList<AuditRecord> Records, long Matching, IReadOnlyDictionary<string, long> Horizons);
