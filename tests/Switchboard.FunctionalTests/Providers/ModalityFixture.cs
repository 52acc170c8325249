using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>An open server on which every vendor of the catalogue is on, each at the scripted upstream under the path of its own base URL.</summary>
public sealed class ModalityFixture : UpstreamedServer, IAsyncLifetime
{
    /// <summary>All vendors but the demo models, which have no upstream.</summary>
    public static IEnumerable<KnownProvider> Rows => ProviderCatalogue.BuiltIn.Served.Where(static row => !row.InProcess);

    public async ValueTask InitializeAsync() => await StartAsync(static setup =>
    {
        setup.Upstream!.Gemini.AlsoAt("/v1/publishers/google");
        setup.Upstream.OpenAi.AlsoAt("/openai");
        foreach (var row in Rows)
        {
            if (row.Dialect == Dialect.OpenAiChat && !row.IsAzure)
            {
                setup.Upstream.OpenAi.AlsoAt(VendorFixture.PathOf(row));
            }

            setup.Variables[row.KeyVariables[0]] = VendorFixture.KeyOf(row);
            setup.Variables[row.BaseUrlVariables[0]] = setup.Upstream.BaseUrl + VendorFixture.PathOf(row);
            foreach (var option in row.Options)
            {
                setup.Variables[option.Variables[0]] = "value-of-" + option.Name;
            }
        }
    });

    public static KnownProvider Row(string name) => Rows.Single(row => row.Name == name);
}
