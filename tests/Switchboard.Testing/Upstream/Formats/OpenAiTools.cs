using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Formats;

internal static class OpenAiTools
{
    public static JsonObject Whole(ToolCall call, string id) => new()
    {
        ["id"] = id,
        ["type"] = "function",
        ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments },
    };

    /// <summary>The first delta names the call, the others carry only its index and a piece of the arguments.</summary>
    public static IEnumerable<JsonObject> Deltas(ToolCall call, string id, int index)
    {
        var opening = Whole(call with { Arguments = "" }, id);
        opening.Insert(0, "index", index);
        return call.Fragments.Select(fragment => Delta(new JsonObject
        {
            ["index"] = index,
            ["function"] = new JsonObject { ["arguments"] = fragment },
        })).Prepend(Delta(opening));
    }

    private static JsonObject Delta(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };
}
