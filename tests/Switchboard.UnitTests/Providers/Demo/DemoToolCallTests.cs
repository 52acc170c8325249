using System.Text.Json.Nodes;

namespace Switchboard.UnitTests.Providers.Demo;

public sealed class DemoToolCallTests
{
    private static readonly string Weather = DemoChat.Tool(
        "get_weather", "Get the current weather for a location",
        """ "location":{"type":"string"},"unit":{"type":"string","enum":["celsius","fahrenheit"]} """, "\"location\"");

    private static readonly string Time = DemoChat.Tool("get_time", "The time in a city", """ "city":{"type":"string"} """, "\"city\"");

    private static readonly string Add = DemoChat.Tool(
        "add_numbers", "Add two numbers", """ "a":{"type":"number"},"b":{"type":"number"} """, "\"a\",\"b\"");

    private static readonly string Cancel = DemoChat.Tool("cancel_order", "Cancel an order", """ "order_id":{"type":"string"} """, "\"order_id\"");

    private static readonly string GetOrder = DemoChat.Tool("get_order", "Look up an order's status", """ "order_id":{"type":"string"} """, "\"order_id\"");

    private static readonly string Delete = DemoChat.Tool("delete_file", "Deletes a file", """ "path":{"type":"string"},"force":{"type":"boolean"} """, "\"path\"");

    private static readonly string Send = DemoChat.Tool(
        "send_email", "Send an email to someone",
        """ "to":{"type":"string"},"subject":{"type":"string"},"body":{"type":"string"} """, "\"to\",\"body\"");

    private static readonly string Search = DemoChat.Tool(
        "search_documents", "Search the knowledge base", """ "query":{"type":"string"},"limit":{"type":"integer","minimum":1,"maximum":50} """, "\"query\"");

    private static readonly string Calculator = DemoChat.Tool("calculator", "Evaluate arithmetic", """ "expression":{"type":"string"} """, "\"expression\"");

    private static readonly string Dates = DemoChat.Tool(
        "date_difference", "Days between two dates", """ "start":{"type":"string"},"end":{"type":"string"} """, "\"start\",\"end\"");

    public static TheoryData<string, string> Requests => new()
    {
        { "What's the weather in Paris?", """get_weather{"location":"Paris"}""" },
        { "what is the weather like in paris today?", """get_weather{"location":"paris"}""" },
        { "How is the weather in New York in fahrenheit?", """get_weather{"location":"New York","unit":"fahrenheit"}""" },
        { "Weather in Paris and Rome please", """get_weather{"location":"Paris"} get_weather{"location":"Rome"}""" },
        { "What's the weather in Paris and what time is it in Tokyo?", """get_weather{"location":"Paris"} get_time{"city":"Tokyo"}""" },
        { "Please add 17 and 25.5", """add_numbers{"a":17,"b":25.5}""" },
        { "What is 23 * (4 + 5)?", """calculator{"expression":"23 * (4 + 5)"}""" },
        { "How many days between 2024-01-01 and 2024-03-01?", """date_difference{"start":"2024-01-01","end":"2024-03-01"}""" },
        { "Cancel order 48213", """cancel_order{"order_id":"48213"}""" },
        { "Where is my order ORD-77?", """get_order{"order_id":"ORD-77"}""" },
        { "Delete the file docs/report.txt", """delete_file{"path":"docs/report.txt"}""" },
        { "Remove notes.md, force it", """delete_file{"path":"notes.md","force":true}""" },
        { "Send an email to ann@example.com saying \"see you at noon\"", """send_email{"to":"ann@example.com","body":"see you at noon"}""" },
        { "Search for refund rules, at most 3 results", """search_documents{"query":"refund rules, at most 3 results","limit":3}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Answer_ToolFits_IsCalledWithArgumentsFromTheText(string user, string calls) =>
        Assert.Equal(calls, await DemoChat.CallAsync(user, string.Join(',', Weather, Time, Add, Cancel, GetOrder, Delete, Send, Search, Calculator, Dates)));

    [Theory]
    [InlineData("Hello there!")]
    [InlineData("Tell me a joke about penguins")]
    [InlineData("Don't delete the file report.txt")]
    public async Task Answer_NoToolFits_IsInWords(string user) =>
        Assert.DoesNotContain("{\"", await DemoChat.CallAsync(user, string.Join(',', Weather, Add, Cancel, Delete)), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_ChoiceNone_CallsNothing() => Assert.StartsWith(
        "You said", await DemoChat.CallAsync("What's the weather in Paris?", Weather, ",\"tool_choice\":\"none\""), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_ChoiceRequired_CallsEvenWithoutAFit() => Assert.StartsWith(
        "get_weather{", await DemoChat.CallAsync("Hello", Weather, ",\"tool_choice\":\"required\""), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_ChoiceNamesATool_CallsThatOne() => Assert.Equal(
        """get_time{"city":"Paris"}""",
        await DemoChat.CallAsync("What's the weather in Paris?", Weather + "," + Time, ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"get_time\"}}"));

    [Fact]
    public async Task Answer_ParallelCallsOff_MakesOneAtATime()
    {
        const string user = "What's the weather in Paris and what time is it in Tokyo?";
        string more = ",\"parallel_tool_calls\":false";
        Assert.Equal("""get_weather{"location":"Paris"}""", await DemoChat.CallAsync(user, Weather + "," + Time, more));

        JsonNode second = await DemoChat.AskAsync(Turn(user, "get_weather", """{\"sky\":\"clear\"}""", $",\"tools\":[{Weather},{Time}]{more}"));

        Assert.Equal("get_time", second["tool_calls"]![0]!["function"]!["name"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{\"temperature_c\":18,\"sky\":\"clear\",\"wind\":{\"kmh\":4}}""", "get_weather says: temperature c: 18, sky: clear, wind: (kmh: 4).")]
    [InlineData("18 degrees and clear", "get_weather says: 18 degrees and clear")]
    [InlineData("", "get_weather returned nothing.")]
    public async Task Answer_AfterToolResult_UsesIt(string result, string answer)
    {
        JsonNode message = await DemoChat.AskAsync(Turn("What's the weather in Paris?", "get_weather", result, $",\"tools\":[{Weather}]"));

        Assert.Equal(answer, message["content"]!.GetValue<string>());
        Assert.Null(message["tool_calls"]);
    }

    [Fact]
    public async Task Answer_AfterForcedCall_DoesNotCallForEver()
    {
        JsonNode message = await DemoChat.AskAsync(
            Turn("What's the weather in Paris?", "get_weather", "rain", $",\"tools\":[{Weather},{Time}],\"tool_choice\":\"required\""));

        Assert.Equal("get_weather says: rain", message["content"]!.GetValue<string>());
    }

    private static string Turn(string user, string tool, string result, string more) => $$$"""
        {"messages":[{"role":"user","content":"{{{user}}}"},
          {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{tool}}}","arguments":"{}"} } ] },
          {"role":"tool","tool_call_id":"call_1","content":"{{{result}}}"}]{{{more}}}}
        """;
}
