using System.Collections.Concurrent;

namespace Switchboard.Gateway.Keys;

/// <summary>The accounts of all keys, users, teams and organisations. They outlive changes of what they belong to.</summary>
internal sealed class Accounts(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Account>[] _byScope =
        [.. Enum.GetValues<AccountScope>().Select(static _ => new ConcurrentDictionary<string, Account>(StringComparer.Ordinal))];

    public Account Of(string keyId) => Of(AccountScope.Key, keyId);

    public Account Of(AccountName name) => Of(name.Scope, name.Id);

    public Account Of(AccountScope scope, string id) => _byScope[(int)scope].GetOrAdd(id, static (_, clock) => new Account(clock), time);
}
