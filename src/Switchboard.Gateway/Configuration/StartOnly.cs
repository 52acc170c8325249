namespace Switchboard.Gateway.Configuration;

/// <summary>What cannot change while the server runs: its sockets, how safely the journal writes, and what is told to whom.</summary>
internal static class StartOnly
{
    /// <summary>The settings that come into force now, and the names of those that wait for the next start.</summary>
    public static (GatewaySettings InForce, IReadOnlyList<string> Waiting) Split(GatewaySettings asked, GatewaySettings started)
    {
        var (now, before) = (asked.Server, started.Server);
        var waiting = new List<string>();
        Note("server.bind", now.Bind.Equals(before.Bind));
        Note("server.ports", now.Ports == before.Ports);
        Note("server.tls", now.Tls == before.Tls);
        Note("server.allow_plaintext", now.AllowPlaintext == before.AllowPlaintext);
        Note("audit.durability", asked.Audit.Durability == started.Audit.Durability);
        Note("limits", asked.Limits == started.Limits);
        Note("alerts", asked.Alerts == started.Alerts);
        return (asked with
        {
            Limits = started.Limits,
            Alerts = started.Alerts,
            Server = now with { Bind = before.Bind, Ports = before.Ports, Tls = before.Tls, AllowPlaintext = before.AllowPlaintext },
            Audit = asked.Audit with { Durability = started.Audit.Durability },
        }, waiting);

        void Note(string name, bool same)
        {
            if (!same)
            {
                waiting.Add(name);
            }
        }
    }
}
