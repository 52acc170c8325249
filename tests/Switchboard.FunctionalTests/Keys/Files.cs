using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Changes of a running server's configuration file.</summary>
internal static class Files
{
    /// <summary>Puts further YAML into the file and waits until the server has said this of it.</summary>
    public static async Task WriteAsync(this SwitchboardServer server, string yaml, string logged)
    {
        var path = Path.Combine(server.Folder, "switchboard.yaml");
        var draft = path + ".new";
        await File.WriteAllTextAsync(draft, $"server: {{ ports: {{ proxy: 0, compliance: 0, management: 0, bridge: 0, agent: 0 }} }}\n{yaml}\n");
        File.Move(draft, path, overwrite: true);
        await server.Log.WhenLoggedAsync(logged);
    }

    /// <summary>A field of an error's <c>error</c> object.</summary>
    public static string? Error(this Said said, string name) => said.Json.GetProperty("error").GetProperty(name).GetString();

    /// <summary>A field of an answer.</summary>
    public static string? Text(this Said said, string name) => said.Json.GetProperty(name).GetString();
}
