using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// The table of vendors. Base URLs are those that the vendors document for OpenAI's client libraries, or for their own dialect. Those that
/// closed (Lambda's and Lepton's APIs) are not in it.
/// </summary>
internal static class BuiltInProviders
{
    public static ImmutableArray<KnownProvider> All { get; } = [.. ModelMakers.All, .. ModelHosts.All, .. Clouds.All, .. OwnMachines.All];
}
