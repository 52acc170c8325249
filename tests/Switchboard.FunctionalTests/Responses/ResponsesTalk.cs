using System.Text.Json;
using System.Text.Json.Nodes;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>Short words for asking in the dialect of responses, and for looking at what comes.</summary>
internal static class ResponsesTalk
{
    public const string Path = "/v1/responses";
    public const string Gpt = "gpt-4o";
    public const string Claude = "claude-opus-4-6";

    /// <summary>A request; <paramref name="more"/> is JSON of further fields.</summary>
    public static string Ask(string input, string model = Gpt, string more = "{}")
    {
        var body = new JsonObject { ["model"] = model, ["input"] = input };
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString();
    }

    /// <summary>A request that goes on from a response.</summary>
    public static string Continue(string id, string input, string model = Claude, string more = "{}") =>
        Ask(input, model, more).Replace("\"input\"", $"\"previous_response_id\":\"{id}\",\"input\"", StringComparison.Ordinal);

    public static Task<Said> RespondAsync(this SwitchboardServer server, string json, string? key = null) => server.SayAsync(json, key, Path);

    public static Task<Said> DeleteAsync(this SwitchboardServer server, string path, string? key = null) => server.SendAsync(HttpMethod.Delete, path, null, key);

    public static string Id(this Said said) => said.Json.GetProperty("id").GetString()!;

    /// <summary>The words of a response.</summary>
    public static string Words(this JsonElement response) => string.Concat(response.GetProperty("output").EnumerateArray()
        .Where(static item => item.GetProperty("type").ValueEquals("message"))
        .SelectMany(static item => item.GetProperty("content").EnumerateArray())
        .Select(static part => part.GetProperty("text").GetString()));

    /// <summary>The types of a stream's events, in order; fails where their numbers are not.</summary>
    public static List<string> Types(this Said said)
    {
        Assert.Equal(Enumerable.Range(0, said.Frames.Count), said.Frames.Select(static frame => frame.GetProperty("sequence_number").GetInt32()));
        return [.. said.Frames.Select(static frame => frame.GetProperty("type").GetString()!)];
    }
}
