using System.Text;
using System.Text.Json;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>What a caller received of an answer, byte for byte, however it ended.</summary>
internal sealed class Reading
{
    private readonly byte[] bytes;

    private Reading(Ask ask, HttpResponseMessage response, byte[] bytes) => (Ask, Response, this.bytes) = (ask, response, bytes);

    public Ask Ask { get; }

    public HttpResponseMessage Response { get; }

    public string RequestId => Response.Headers.GetValues("x-smartflow-request-id").Single();

    public string Text => Encoding.UTF8.GetString(bytes);

    /// <summary>True where the caller had all of it: every byte of the length, or the stream's own end.</summary>
    public bool IsComplete => (int)Response.StatusCode == 200 && (Ask.Stream
        ? Text.Contains(Ask.IsAnthropic ? "event: message_stop\n" : "data: [DONE]\n\n", StringComparison.Ordinal)
        : Response.Content.Headers.ContentLength == bytes.Length);

    /// <summary>Input and output tokens as the answer tells them.</summary>
    public long Tokens
    {
        get
        {
            var usage = Ask.Stream ? UsageOfStream() : JsonDocument.Parse(Text).RootElement.GetProperty("usage");
            return Ask.IsAnthropic
                ? usage.GetProperty("input_tokens").GetInt64() + usage.GetProperty("output_tokens").GetInt64()
                : usage.GetProperty("prompt_tokens").GetInt64() + usage.GetProperty("completion_tokens").GetInt64();
        }
    }

    /// <summary>Reads to the end, or to where the connection breaks.</summary>
    public static async Task<Reading> ReadAsync(Ask ask, HttpResponseMessage response)
    {
        using var bytes = new MemoryStream();
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(bytes);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // What came before counts.
        }

        return new Reading(ask, response, bytes.ToArray());
    }

    private JsonElement UsageOfStream()
    {
        var frames = Text.Split('\n').Where(static line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(static line => JsonDocument.Parse(line[6..]).RootElement);
        return frames.Last(static f => f.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object).GetProperty("usage");
    }
}
