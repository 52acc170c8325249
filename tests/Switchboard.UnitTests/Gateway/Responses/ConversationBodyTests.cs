using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Gateway.Responses;

namespace Switchboard.UnitTests.Gateway.Responses;

public sealed class ConversationBodyTests
{
    private static readonly StoredResponse First = Stored("""[{"role":"user","content":"a"}]""", """[{"type":"reasoning","id":"rs_1","summary":[]},{"type":"message","id":"msg_1"}]""");
    private static readonly StoredResponse Second = Stored("[]", "[]");
    private static readonly StoredResponse Third = Stored("""[ {"role":"user","content":"b"} , {"role":"user","content":"c"} ]""", """[{"type":"function_call","call_id":"x"}]""");

    [Fact]
    public void Write_Chain_StandsBeforeTheRequestsOwnItems()
    {
        var body = Write("""{"model":"m","previous_response_id":"resp_3","input":[{"type":"function_call_output","call_id":"x"}],"x": 1e5 }""", withThoughts: true);

        Assert.Equal(
            ["""{"role":"user","content":"a"}""", """{"type":"reasoning","id":"rs_1","summary":[]}""", """{"type":"message","id":"msg_1"}""", """{"role":"user","content":"b"}""", """{"role":"user","content":"c"}""", """{"type":"function_call","call_id":"x"}""", """{"type":"function_call_output","call_id":"x"}"""],
            JsonNode.Parse(body)!["input"]!.AsArray().Select(item => item!.ToJsonString()));
        Assert.EndsWith(""","model":"m","x": 1e5}""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("previous_response_id", body, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TextAsInput_BecomesAMessage()
    {
        var body = Write("""{"input":"say \"hi\"","model":"m","previous_response_id":"resp_3"}""", withThoughts: true);

        Assert.Equal("""{"role":"user","content":"say \u0022hi\u0022"}""", JsonNode.Parse(body)!["input"]!.AsArray()[^1]!.ToJsonString());
    }

    [Fact]
    public void Write_ForAnotherVendor_LeavesThoughtsOut() =>
        Assert.DoesNotContain("reasoning", Write("""{"input":"x","model":"m"}""", withThoughts: false), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"id\":\"resp_1\",\"output\":[]}", false, "resp_1")]
    [InlineData("event: response.output_item.done\ndata: {\"type\":\"x\"}\n\nevent: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{\"object\":\"response\",\"id\":\"resp_2\"}}\n\n", true, "resp_2")]
    [InlineData("data: {\"type\":\"response.completed\"}\n\n", true, null)]
    [InlineData("{\"output\":[]}", false, null)]
    [InlineData("{\"id\":7}", false, null)]
    public void Response_InTheEndOfAnAnswer_IsFound(string end, bool stream, string? id)
    {
        var response = ResponseBytes.In(Encoding.UTF8.GetBytes(end), stream);

        Assert.Equal(id, response.IsEmpty ? null : ResponseBytes.Id(response));
    }

    private static string Write(string body, bool withThoughts) =>
        Encoding.UTF8.GetString(ConversationBody.Write(Encoding.UTF8.GetBytes(body), [First, Second, Third], withThoughts).Span);

    private static StoredResponse Stored(string input, string output) => new()
    {
        Id = "resp",
        Tenant = "t",
        ExpiresAt = default,
        Input = Encoding.UTF8.GetBytes(input),
        Response = Encoding.UTF8.GetBytes($$"""{"id":"resp","output":{{output}},"usage":null}"""),
    };
}
