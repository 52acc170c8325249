using System.Net;
using System.Text.Json;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>What a caller must see where the journal cannot take a record: an error in their dialect, and never a complete answer.</summary>
internal static class Refusal
{
    /// <summary>A 503 that says when to come again.</summary>
    public static void Check(Reading reading)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reading.Response.StatusCode);
        Assert.True(reading.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        CheckError(JsonDocument.Parse(reading.Text).RootElement, reading.Ask);
    }

    /// <summary>A stream that had begun: it ends with the dialect's error event.</summary>
    public static void CheckStream(Reading reading)
    {
        Assert.Equal(HttpStatusCode.OK, reading.Response.StatusCode);
        Assert.False(reading.IsComplete, reading.Text);
        var last = reading.Text.TrimEnd().Split("\n\n")[^1].Split('\n');
        Assert.Equal(reading.Ask.IsAnthropic ? ["event: error", last[^1]] : new[] { last[^1] }, last);
        CheckError(JsonDocument.Parse(last[^1]["data: ".Length..]).RootElement, reading.Ask);
    }

    private static void CheckError(JsonElement body, Ask ask)
    {
        var error = body.GetProperty("error");
        Assert.Equal("audit_unavailable", error.GetProperty("code").GetString());
        Assert.Equal(ask.IsAnthropic, body.TryGetProperty("type", out var type) && type.GetString() == "error");
    }
}
