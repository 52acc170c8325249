namespace Switchboard.Gateway.ProviderKeys;

/// <summary>Where a provider's key comes from, which is where it can be changed.</summary>
internal enum ProviderKeySource
{
    File,
    Environment,
    Api,
}
