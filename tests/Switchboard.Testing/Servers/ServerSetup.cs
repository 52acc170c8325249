using Switchboard.Testing.Upstream;

namespace Switchboard.Testing.Servers;

/// <summary>How a test wants its server.</summary>
public sealed class ServerSetup
{
    /// <summary>The vendors' keys that the server is given; a canary test looks for them everywhere.</summary>
    public const string OpenAiKey = "sk-openai-secret-of-the-test";

    public const string AnthropicKey = "sk-ant-secret-of-the-test";

    /// <summary>Plays OpenAI and Anthropic; without one, only the demo models are on.</summary>
    public ScriptedUpstream? Upstream { get; set; }

    /// <summary>More of <c>switchboard.yaml</c>; the ports are always free ones.</summary>
    public string Yaml { get; set; } = "";

    /// <summary>More lines of the <c>server:</c> section, indented by two.</summary>
    public string ServerYaml { get; set; } = "";

    /// <summary>A folder that outlives the server, for tests that start it again; null makes one that goes with it.</summary>
    public string? Folder { get; set; }

    public TimeProvider? Time { get; set; }

    /// <summary>Further or other environment variables; null takes one away.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    public Action<WebApplicationBuilder>? Adjust { get; set; }

    public LogCapture Log { get; } = new();

    /// <summary>The path of the configuration file that <see cref="Write"/> wrote.</summary>
    public string ConfigPath => Path.Combine(Folder!, "switchboard.yaml");

    /// <summary>Writes the configuration file and gives back the environment.</summary>
    public Dictionary<string, string?> Write()
    {
        File.WriteAllText(ConfigPath, $$"""
            server:
              ports: { proxy: 0, compliance: 0, management: 0, bridge: 0, agent: 0 }
            {{ServerYaml}}
            {{Yaml}}
            """);
        var variables = new Dictionary<string, string?>
        {
            ["SWITCHBOARD_CONFIG"] = ConfigPath,
            ["SWITCHBOARD_DATA"] = Path.Combine(Folder!, "data"),
            ["SWITCHBOARD_ADMIN_KEY"] = SwitchboardServer.AdminKey,
        };
        if (Upstream is not null)
        {
            variables["OPENAI_API_KEY"] = OpenAiKey;
            variables["OPENAI_API_BASE"] = Upstream.BaseUrl.ToString();
            variables["ANTHROPIC_API_KEY"] = AnthropicKey;
            variables["ANTHROPIC_API_BASE"] = Upstream.BaseUrl.ToString();
        }

        foreach (var (name, value) in Variables)
        {
            variables[name] = value;
        }

        return variables;
    }
}
