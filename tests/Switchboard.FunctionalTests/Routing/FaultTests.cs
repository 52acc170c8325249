using System.Net;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Gateway.Audit;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>
/// Each fault of a vendor, alone and with a fallback: what the caller sees, how often each vendor was asked, what is on record, and what was
/// charged. Every request goes by a key with a budget of one dollar, so that a charge too many or a hold that stays would show.
/// </summary>
public sealed class FaultTests(FaultFixture fixture) : IClassFixture<FaultFixture>
{
    private const decimal Budget = 1;

    public static TheoryData<string, bool> Cases => [.. from fault in Fault.All from stream in (bool[])[false, true] where fault.Streams is null || fault.Streams == stream select (fault.Name, stream)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Alone_TheCallerIsToldOnceAndNothingStaysHeld(string name, bool stream)
    {
        var (fault, key, prompt) = await ArrangeAsync(name);

        var said = await AskAsync("solo", fault, prompt, key, stream);

        Told(fault, said);
        Assert.Equal((fault.Script is null ? 0 : 1, 0), fixture.Asked(prompt));
        var record = await RecordAsync(said);
        Assert.Equal((fault.Outcome, fault.Attempt.Error), (record.Outcome, record.ErrorKind));
        Assert.Equal([(fault.Attempt.Status, fault.Attempt.Error)], record.Attempts!.Select(static a => (a.Status, a.Error!)));
        Assert.Equal(("priority", $"priority: {fault.TargetOf("solo", stream)} comes first"), (record.RoutingStrategy, record.RoutingReason));
        Assert.Equal(fault.HadBegun, record.CostMicros > 0);
        Assert.True(record.ReservedMicros > 0 || fault.Script is null);
        Assert.Equal(Budget - (record.CostMicros / 1e6m), await LeftAsync(key));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task WithAFallback_ItAnswersUnlessAByteHasLeft(string name, bool stream)
    {
        var (fault, key, prompt) = await ArrangeAsync(name);

        var said = await AskAsync("pair", fault, prompt, key, stream);

        var record = await RecordAsync(said);
        if (!fault.GoesElsewhere)
        {
            Told(fault, said);
            Assert.Equal((1, 0), fixture.Asked(prompt));
            Assert.Equal((fault.Outcome, 1), (record.Outcome, record.Attempts!.Count));
            Assert.Equal(fault.HadBegun, record.CostMicros > 0);
        }
        else
        {
            Assert.Equal((HttpStatusCode.OK, "Hello from the other", "anthropic"), (said.Status, said.Content, said.Headers["x-smartflow-provider"]));
            Assert.Equal(stream, said.Text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
            Assert.Equal((fault.Script is null ? 0 : 1, 1), fixture.Asked(prompt));
            Assert.Equal(("success", "anthropic", "claude-opus-4-6", "priority"), (record.Outcome, record.Provider, record.Model, record.RoutingStrategy));
            Assert.StartsWith($"fallback: {fault.TargetOf("pair", stream)} failed (", record.RoutingReason, StringComparison.Ordinal);
            Assert.Equal(
                [(fault.TargetOf("pair", stream), fault.Attempt.Status, fault.Attempt.Error), ("anthropic/claude-opus-4-6", 200, null)],
                record.Attempts!.Select(static a => ($"{a.Provider}/{a.Model}", a.Status, a.Error)));
            Assert.Equal(Cost.CostMicros(new TokenUsage(100, 10), PriceTable.BuiltIn.Find("anthropic", "claude-opus-4-6")!), record.CostMicros);
        }

        Assert.Equal(Budget - (record.CostMicros / 1e6m), await LeftAsync(key));
    }

    private static void Told(Fault fault, Said said)
    {
        Assert.Equal(fault.Status, (int)said.Status);
        if (fault.HadBegun)
        {
            Assert.Equal("Hel", said.Content);
            Assert.Equal(System.Text.Json.JsonValueKind.Object, said.Frames[^1].GetProperty("error").ValueKind);
            Assert.DoesNotContain("[DONE]", said.Text, StringComparison.Ordinal);
            return;
        }

        Assert.False(string.IsNullOrEmpty(said.Error("message")));
        Assert.False(string.IsNullOrEmpty(said.Error("type")));
        Assert.Equal(fault.RetryAfter, said.Headers.GetValueOrDefault("retry-after"));
        if (fault.Code is { } code)
        {
            Assert.Equal(code, said.Error("code"));
        }
    }

    private async Task<(Fault Fault, string Key, string Prompt)> ArrangeAsync(string name)
    {
        var fault = Fault.All.Single(f => f.Name == name);
        return (fault, await fixture.Server.CreateKeyAsync(new { name, budget = new { usd = Budget, period = "daily" } }), fixture.Failingly(fault.Script));
    }

    private Task<Said> AskAsync(string kind, Fault fault, string prompt, string key, bool stream) => fixture.Server
        .SayAsync(Talk.Ask(prompt, stream ? """{"max_tokens":50,"stream":true}""" : """{"max_tokens":50}""", FaultFixture.Name(kind, fault.TargetOf(kind, stream))), key)
        .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>The request's one record.</summary>
    private async Task<AuditRecord> RecordAsync(Said said) =>
        Assert.Single(await fixture.Server.RecordsAsync(), r => r.RequestId == said.Headers["x-smartflow-request-id"]);

    private async Task<decimal> LeftAsync(string key) => (await fixture.Server.GetAsync("/v1/key/info", key)).Json.GetProperty("remaining_usd").GetDecimal();
}
