using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class BreakerChangeTests
{
    private readonly ManualTimeProvider time = new();
    private readonly TargetHealth health;

    public BreakerChangeTests() => health = new TargetHealth(new SettingsInForce(new GatewaySettings { Routing = new RoutingSettings { Breaker = new BreakerSettings { Failures = 2, Rest = TimeSpan.FromSeconds(10) } } }), time);

    [Fact]
    public void End_FailuresInARow_OpenOnceAndCloseOnce()
    {
        Assert.Equal(BreakerChange.None, Call(AttemptResult.Failure));
        Assert.Equal(BreakerChange.Opened, Call(AttemptResult.Failure));
        Assert.Equal(BreakerChange.None, Call(AttemptResult.Failure));

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(BreakerChange.None, Call(AttemptResult.Neither));
        Assert.Equal(BreakerChange.None, Call(AttemptResult.Failure)); // The probe fails: still the same opening.
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(BreakerChange.Closed, Call(AttemptResult.Success));
        Assert.Equal(BreakerChange.None, Call(AttemptResult.Success));

        Assert.Equal([BreakerChange.None, BreakerChange.Opened], new[] { Call(AttemptResult.Failure), Call(AttemptResult.Failure) });
    }

    [Fact]
    public void Tell_EachChange_SaysWhatAndWhyUnderAnIdOfItsOwn()
    {
        var queue = new AlertQueue(new AlertSettings { Webhooks = [new Webhook { Url = new Uri("http://a.test") }] }, NullLogger<AlertQueue>.Instance);
        var alerts = new ProviderAlerts(queue, time);

        alerts.Tell(BreakerChange.None, "openai", null, "x");
        alerts.Tell(BreakerChange.Opened, "openai", null, "It broke off.");
        alerts.Tell(BreakerChange.Opened, "openai", "gpt-4o", null);
        time.Advance(TimeSpan.FromSeconds(1));
        alerts.Tell(BreakerChange.Closed, "openai", "gpt-4o", null);

        var told = new List<Alert>();
        while (queue.Hooks.Single().Waiting.TryRead(out var alert))
        {
            told.Add(alert);
        }

        Assert.Equal(
            [
                ("provider_down:openai:1735819200000", "provider_down", "The provider openai is down: its calls fail one after the other. The last: It broke off.", "openai", null),
                ("provider_down:openai/gpt-4o:1735819200000", "provider_down", "The target openai/gpt-4o is down: its calls fail one after the other. The last: it did not answer.", "openai", "openai/gpt-4o"),
                ("provider_up:openai/gpt-4o:1735819201000", "provider_up", "The target openai/gpt-4o answers again.", "openai", (string?)"openai/gpt-4o"),
            ],
            told.Select(static a => (a.Id, a.Event, a.Text, a.Provider, a.Target)));
    }

    [Fact]
    public void Answered_OfAProbe_ClosesTheBreakerOnce()
    {
        while (Call(AttemptResult.Failure) != BreakerChange.Opened)
        {
        }

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(CallPass.Probe, health.TryBegin(regardless: false));

        Assert.Equal(BreakerChange.Closed, health.Answered());
        Assert.Equal(BreakerChange.None, health.End(isProbe: false, AttemptResult.Success, null, TimeSpan.Zero));
    }

    private BreakerChange Call(AttemptResult result)
    {
        var pass = health.TryBegin(regardless: true);
        return health.End(pass == CallPass.Probe, result, null, TimeSpan.Zero);
    }
}
