using System.Collections.Immutable;
using Switchboard.Protocol;
using static Switchboard.Providers.Catalogue.VendorRow;

namespace Switchboard.Providers.Catalogue;

/// <summary>Models on the user's own machines, and those in this process.</summary>
internal static class OwnMachines
{
    public static ImmutableArray<KnownProvider> All { get; } =
    [
        Of("ollama", "http://localhost:11434") with
        {
            Dialect = Dialect.Ollama,
            Version = "",
            UnderstandsIncludeUsage = false, // Its streams always report usage.
            KeyOptional = true,
            BaseUrlVariables = ["OLLAMA_BASE_URL", "OLLAMA_API_BASE"],
        },
        Of("local", null) with
        {
            KeyOptional = true,
            BaseUrlVariables = ["LOCAL_BASE_URL", "LOCAL_API_BASE"],
        },
        new KnownProvider("demo") { KeyPlacement = KeyPlacement.None, KeyOptional = true, InProcess = true },
    ];
}
