using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Alerts;

public sealed class AlertTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Signature_ReceiverWithTheSecret_ComesToTheSame()
    {
        var body = "{\"id\":\"x\"}"u8;

        var signature = WebhookSignature.Of("secret", Now, body);

        var expected = HMACSHA256.HashData("secret"u8, Encoding.UTF8.GetBytes("1735819200.{\"id\":\"x\"}"));
        Assert.Equal("t=1735819200,v1=" + Convert.ToHexStringLower(expected), signature);
    }

    [Fact]
    public void Raise_WebhookDoesNotKeepUp_KeepsTheFirstAndNeverWaits()
    {
        var queue = new AlertQueue(new AlertSettings { Webhooks = [new Webhook { Url = new Uri("http://a.test") }] }, NullLogger<AlertQueue>.Instance);

        for (var i = 0; i < 1_000; i++)
        {
            queue.Raise(Lag(i));
        }

        var waiting = Assert.Single(queue.Hooks).Waiting;
        Assert.Equal(256, waiting.Count);
        Assert.True(waiting.TryRead(out var first) && first.Id == "0");
    }

    [Fact]
    public void Raise_WebhookThatWantsOtherEvents_GetsNothing()
    {
        var queue = new AlertQueue(new AlertSettings { Webhooks = [new Webhook { Url = new Uri("http://a.test"), Events = AlertEvents.Budget80 | AlertEvents.Budget100 }] }, NullLogger<AlertQueue>.Instance);

        queue.Raise(Lag(1));

        Assert.Equal(0, queue.Hooks.Single().Waiting.Count);
    }

    [Fact]
    public void Of_Mark_SaysWhoseBudgetAndKeepsItsIdOverRestarts()
    {
        var stake = new Stake(AccountScope.Team, "core", new Account(TimeProvider.System), Limits.None);
        var mark = new BudgetMark(stake, new Budget(2_500_000, BudgetPeriod.Monthly), 80, 2_000_001, new DateOnly(2025, 1, 1));

        var alert = Alert.Of(mark, Now);

        Assert.Equal(("budget:team:core:monthly:2025-01-01:2500000:80", "budget_80"), (alert.Id, alert.Event));
        Assert.Equal("The team 'core' has spent 2.000001 USD of its monthly budget of 2.5 USD.", alert.Text);
        Assert.Equal(("team", "core", "monthly", 2.5m, 2.000001m), (alert.Scope, alert.Account, alert.Period, alert.LimitUsd, alert.SpentUsd));
    }

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(79, 100, 0)]
    [InlineData(80, 100, 80)]
    [InlineData(99, 100, 80)]
    [InlineData(100, 100, 100)]
    [InlineData(0, 0, 100)]
    [InlineData(long.MaxValue / 2, long.MaxValue / 2, 100)]
    public void Mark_SpentOfALimit_IsTheHighestReached(long micros, long limit, int expected) => Assert.Equal(expected, BudgetMark.Of(micros, limit));

    private static Alert Lag(int number) => new() { Id = FormattableString.Invariant($"{number}"), Kind = AlertEvents.AuditLag, At = Now, Text = "late" };
}
