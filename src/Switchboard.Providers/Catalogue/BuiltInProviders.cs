using System.Collections.Immutable;

namespace Switchboard.Providers.Catalogue;

/// <summary>
/// The table of vendors. Base URLs are those that the vendors document for OpenAI's client libraries. Vendors with a wire of their own that
/// is not spoken yet (Cohere, Deepgram, Replicate, Vertex AI) are not in it, nor are those that closed (Lambda's and Lepton's APIs).
/// </summary>
internal static class BuiltInProviders
{
    public static ImmutableArray<KnownProvider> All { get; } = [.. ModelMakers.All, .. ModelHosts.All, .. Clouds.All, .. OwnMachines.All];
}
