using Switchboard.Gateway.Alerts;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads the file's <c>alerts</c> section.</summary>
internal static class AlertSection
{
    public static AlertSettings Read(ConfigNode node)
    {
        var defaults = new AlertSettings();
        var settings = new AlertSettings
        {
            AuditLag = node.Duration("audit_lag", defaults.AuditLag),
            Webhooks = [.. node.Sections("webhooks").Select(Hook).OfType<Webhook>()],
        };
        node.Close();
        return settings;
    }

    private static Webhook? Hook(ConfigNode node)
    {
        var (url, secret) = (node.Text("url"), node.Text("secret"));
        var events = AlertEvents.None;
        foreach (var name in node.Texts("events"))
        {
            if (!AlertNames.TryParse(name, out var one))
            {
                node.Fault("events", $"has '{name}', but each must be {AlertNames.All}");
            }

            events |= one;
        }

        node.Close();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            node.Fault("url", "is missing, its variable is not set, or it is no http:// or https:// address");
            return null;
        }

        return new Webhook { Url = address, Events = events == AlertEvents.None ? AlertEvents.All : events, Secret = secret };
    }
}
