namespace Switchboard.Gateway.Responses;

/// <summary>The responses that callers may go on from. A tenant sees its own and no other's.</summary>
internal interface IResponseStore
{
    Task<StoredResponse?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Saves a response, unless one of its id is there; lets the oldest go until no more than <paramref name="limit"/> bytes are held.</summary>
    Task SaveAsync(StoredResponse response, long limit, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Deletes a response; false where there was none.</summary>
    Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancel);
}
