using Switchboard.FunctionalTests.Exchange;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>After the first byte a failure ends the stream with response.failed, under the same id and the next number.</summary>
public sealed class BrokenStreamTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private static readonly Reply Answer = Script.Chunks("One ", "two");

    public static TheoryData<string, Script> Failures => new()
    {
        { ResponsesTalk.Gpt, Answer.CutAfter(5) },
        { ResponsesTalk.Gpt, Answer.FailAfter(5, Script.Error(529, "Too busy right now")) },
        { ResponsesTalk.Claude, Answer.CutAfter(4) },
        { ResponsesTalk.Claude, Answer.FailAfter(4, Script.Error(529, "Too busy right now")) },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Stream_VendorFailsMidway_EndsWithTheFailedResponse(string model, Script script)
    {
        var prompt = fixture.Answering(script);

        using var answer = await fixture.Server.PostAsync(ResponsesTalk.Path, ResponsesTalk.Ask(prompt, model, """{"stream":true}"""));
        var said = await Talk.ReadAsync(answer);

        Assert.Equal("response.failed", said.Types()[^1]);
        Assert.Single(said.Types(), static type => type is "response.failed" or "response.completed");
        var (first, last) = (said.Frames[0].GetProperty("response"), said.Frames[^1].GetProperty("response"));
        Assert.Equal(first.GetProperty("id").GetString(), last.GetProperty("id").GetString());
        Assert.Equal("failed", last.GetProperty("status").GetString());
        Assert.True(last.GetProperty("error").GetProperty("message").GetString()!.Length > 20);
        if (script is Reply { Failure: not null })
        {
            Assert.Contains("Too busy right now", last.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        var record = await fixture.RecordOfAsync(answer.RequestId());
        Assert.Equal("error", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("tokens_used").GetInt64() > 0);
        var id = last.GetProperty("id").GetString()!;
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{id}")).Status);
    }
}
