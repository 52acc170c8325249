using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>An open server on which every vendor of the catalogue is on, each at the scripted upstream under the path of its own base URL.</summary>
public sealed class VendorFixture : UpstreamedServer, IAsyncLifetime
{
    /// <summary>All vendors but those that have no chat, or one of predictions that are asked for until they are there: these have tests of their own.</summary>
    public static IEnumerable<KnownProvider> Rows => ProviderCatalogue.BuiltIn.Served.Where(static row => !row.InProcess && row.Dialect is not (Dialect.Deepgram or Dialect.Replicate));

    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        setup.Upstream!.Gemini.AlsoAt("/v1/publishers/google");
        foreach (var row in Rows)
        {
            setup.Variables[row.KeyVariables[0]] = KeyOf(row);
            setup.Variables[row.BaseUrlVariables[0]] = setup.Upstream.BaseUrl + PathOf(row);
            foreach (var option in row.Options)
            {
                setup.Variables[option.Variables[0]] = "value-of-" + option.Name;
            }
        }
    });

    public static string KeyOf(KnownProvider row) => $"secret-key-of-{row.Name}";

    /// <summary>The path of the vendor's default base URL; for those that have none, what their documentation shows.</summary>
    public static string PathOf(KnownProvider row) => row.Name switch
    {
        "azure" or "bedrock" => "",
        "databricks" => "/serving-endpoints",
        "local" => "/v1",
        "cloudflare" => "/client/v4/accounts/value-of-account_id/ai/v1",
        _ => new Uri(row.DefaultBaseUrl!).AbsolutePath.TrimEnd('/'),
    };
}
