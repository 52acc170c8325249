using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Routing;

namespace Switchboard.Host;

/// <summary>What the server says once it listens: where it is, what is on, and what to do first.</summary>
internal static class Banner
{
    private static readonly Dictionary<string, string> Purposes = new()
    {
        ["proxy"] = "POST /v1/chat/completions, POST /v1/messages, GET /v1/models",
        ["compliance"] = "(scans come in a later version)",
        ["management"] = "keys, logs, statistics; also on the proxy port",
        ["bridge"] = "(analytics come in a later version)",
        ["agent"] = "(agents come in a later version)",
    };

    public static void Write(TextWriter output, Listeners listeners, string dataFolder, IServiceProvider services, string? newAdminKey)
    {
        output.WriteLine($"Switchboard {ProductVersion.Current.Text} is listening");
        foreach (var (name, url) in listeners.Addresses)
        {
            output.WriteLine($"  {name,-11} {url,-26} {Purposes[name]}");
        }

        output.WriteLine($"  data        {dataFolder}");
        output.WriteLine($"  providers   {string.Join(", ", services.GetRequiredService<ModelRouter>().Table.On.Select(static e => e.Provider.Name))}");
        foreach (var notice in services.GetRequiredService<GatewaySettings>().Notices)
        {
            output.WriteLine($"  NOTICE: {notice}");
        }

        if (newAdminKey is not null)
        {
            output.WriteLine();
            output.WriteLine($"  Administrator's key (shown this once, kept only as a hash): {newAdminKey}");
        }

        if (services.GetRequiredService<OpenMode>().IsOpen)
        {
            output.WriteLine();
            output.WriteLine("  OPEN MODE: no virtual key exists yet, so anyone on this machine may call without one. The first key ends this:");
            output.WriteLine($"    curl {listeners.Url("management")}/api/enterprise/vkeys -H \"Authorization: Bearer $ADMIN_KEY\" -H 'Content-Type: application/json' -d '{{\"name\":\"first\",\"budget\":{{\"usd\":5,\"period\":\"monthly\"}}}}'");
        }

        output.WriteLine();
        output.WriteLine($"  Try it:  curl {listeners.Url("proxy")}/v1/chat/completions -H 'Content-Type: application/json' -d '{{\"model\":\"demo/chat\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'");
        output.WriteLine();
        output.Flush();
    }
}
