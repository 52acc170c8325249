namespace Switchboard.Gateway.ProviderKeys;

/// <summary>A key as a store keeps it: its text sealed.</summary>
internal sealed record StoredProviderKey(string Id, string Provider, byte[] Sealed, string Suffix, ProviderKeyRules Rules, DateTimeOffset CreatedAt);
