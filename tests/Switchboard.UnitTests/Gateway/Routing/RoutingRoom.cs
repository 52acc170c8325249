using System.Text;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>A router over a configuration file's text, with the keys of three vendors set and a clock that the test turns.</summary>
internal sealed class RoutingRoom
{
    private static readonly Dictionary<string, string> Environment = new() { ["OPENAI_API_KEY"] = "k", ["ANTHROPIC_API_KEY"] = "k", ["GEMINI_API_KEY"] = "k" };

    public RoutingRoom(string yaml, params FallbackChain[] chains)
    {
        var (settings, faults) = SettingsFile.Parse(yaml, "f.yaml");
        Assert.Empty(faults);
        Settings = new SettingsInForce(settings!);
        Overrides = new RoutingOverrides(Time);
        var builder = new RouteTableBuilder(Environment.GetValueOrDefault, new HealthBoard(Settings, Time), new ProviderQueues(Time), new Accounts(Time), Time);
        (var table, faults) = builder.Build(settings!.Providers, [], settings.Models, chains);
        Assert.Empty(faults);
        Router = new ModelRouter(new PriceTableSource(null, Time), Overrides) { Table = table! };
    }

    public ManualTimeProvider Time { get; } = new();

    public SettingsInForce Settings { get; }

    public RoutingOverrides Overrides { get; }

    public ModelRouter Router { get; }

    public PriceTable Prices { get; init; } = PriceTable.BuiltIn;

    /// <summary>The names of the targets that the plan gives a request, best first.</summary>
    public List<string> Order(Switchboard.Gateway.Exchange.Exchange exchange) =>
        [.. Router.Table.Plans[exchange.Fields.Model].Choose(new RoutingAsk(exchange, Prices)).Order.Select(static t => t.Name)];

    /// <summary>The first of them.</summary>
    public string First(Switchboard.Gateway.Exchange.Exchange exchange) => Order(exchange)[0];

    /// <summary>A target of the plan <c>x</c>.</summary>
    public TargetHealth Health(string target) => Router.Table.Plans["x"].All.First(t => t.Name == target).Health;

    /// <summary>Has a target answer a call in so many milliseconds.</summary>
    public void Answer(string target, double first, double whole)
    {
        var health = Health(target);
        health.TryBegin(regardless: true);
        health.End(isProbe: false, AttemptResult.Success, TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(whole));
    }

    /// <summary>The route of a request, and where it may go besides.</summary>
    public (Route? Route, string Error, string Others) Find(Switchboard.Gateway.Exchange.Exchange exchange)
    {
        var (route, error) = Router.Find(exchange);
        return (route, error?.Message ?? "", string.Join(' ', exchange.Plan?.Rest.Select(static r => $"{r.Provider}/{r.UpstreamModel}") ?? []));
    }

    public static Switchboard.Gateway.Exchange.Exchange Ask(
        string model = "x", string more = "", string? conversation = null, KeyGrant? grant = null, RoutingHeaders? asked = null, Dialect dialect = Dialect.OpenAiChat, string text = "Hello")
    {
        var body = Encoding.UTF8.GetBytes($$"""{"model":"{{model}}","max_tokens":100,"messages":[{"role":"user","content":"{{text}}"}]{{more}}}""");
        var (fields, error) = RequestReader.Read(body, dialect);
        Assert.Null(error);
        return new("req_1", dialect, new DateTimeOffset(2025, 1, 2, 12, 0, 0, TimeSpan.Zero), 0)
        {
            Body = body,
            Fields = fields!,
            Asked = asked ?? RoutingHeaders.None,
            Identity = new RequestIdentity(null, null, conversation, null),
            Caller = grant is null ? Caller.Local : new Caller { Tenant = "t", Key = new VirtualKey("vk_1", "ci", KeyHash.Of("k"), "k", grant, DateTimeOffset.UnixEpoch) },
        };
    }
}
