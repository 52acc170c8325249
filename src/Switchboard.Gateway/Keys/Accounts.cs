using System.Collections.Concurrent;

namespace Switchboard.Gateway.Keys;

/// <summary>The accounts of all keys, by key id. They outlive changes of the key.</summary>
internal sealed class Accounts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Account> _byId = new(StringComparer.Ordinal);

    public Account Of(string keyId) => _byId.GetOrAdd(keyId, static (_, clock) => new Account(clock), time);
}
