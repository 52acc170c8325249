namespace Switchboard.ConformanceTests.Drivers;

/// <summary>The clients by name, and the tables of tests over them.</summary>
public static class OfficialClients
{
    public const string Gpt = "gpt-4o-mini";
    public const string Claude = "claude-sonnet-4-5";

    private static readonly Dictionary<string, IOfficialClient> Clients = new()
    {
        ["openai-dotnet"] = new OpenAiDotNet(),
        ["anthropic-dotnet"] = new AnthropicDotNet(),
        ["openai-npm"] = new NpmClient(isAnthropic: false, "openai.mjs"),
        ["anthropic-npm"] = new NpmClient(isAnthropic: true, "anthropic.mjs"),
        ["anthropic-npm-0"] = new NpmClient(isAnthropic: true, "anthropic.mjs", "anthropic-classic"),
    };

    private static readonly Dictionary<string, IOfficialClient> OfResponses = new()
    {
        ["openai-dotnet-responses"] = new ResponsesDotNet(),
        ["openai-npm-responses"] = new NpmClient(isAnthropic: false, "responses.mjs"),
    };

    public static TheoryData<string> All => [.. Clients.Keys];

    public static TheoryData<string> Anthropic => ["anthropic-dotnet", "anthropic-npm", "anthropic-npm-0"];

    /// <summary>Every client with models of both vendors: relayed and translated.</summary>
    public static TheoryData<string, string> ByModel => Table([.. Clients.Keys]);

    /// <summary>The clients that speak responses, with models of both vendors.</summary>
    public static TheoryData<string, string> ResponsesByModel => Table([.. OfResponses.Keys]);

    public static TheoryData<string> Responses => [.. OfResponses.Keys];

    public static TheoryData<string, string> NpmByModel => Table("openai-npm", "anthropic-npm", "anthropic-npm-0");

    public static IOfficialClient Get(string name) => Clients.GetValueOrDefault(name) ?? OfResponses[name];

    public static bool IsClaude(string model) => model.Contains("claude", StringComparison.Ordinal);

    private static TheoryData<string, string> Table(params string[] clients)
    {
        var table = new TheoryData<string, string>();
        foreach (var client in clients)
        {
            table.Add(client, Gpt);
            table.Add(client, Claude);
        }

        return table;
    }
}
