using System.Reflection;
using System.Xml.Linq;

namespace Switchboard.UnitTests.Architecture;

/// <summary>Which project may refer to which: the arrows of the design.</summary>
public sealed class ArrowTests
{
    /// <summary>Every production assembly and those of ours that it may refer to.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Switchboard.Protocol"] = [],
        ["Switchboard.Providers"] = ["Switchboard.Protocol"],
        ["Switchboard.Semantics"] = [],
        ["Switchboard.Compliance"] = ["Switchboard.Semantics"],
        ["Switchboard.Gateway"] = ["Switchboard.Providers", "Switchboard.Protocol", "Switchboard.Compliance", "Switchboard.Semantics"],
        ["Switchboard.Agents"] = ["Switchboard.Semantics", "Switchboard.Protocol"],
        ["Switchboard.Storage"] = ["Switchboard.Gateway", "Switchboard.Agents", "Switchboard.Compliance", "Switchboard.Protocol", "Switchboard.Providers"],
        ["Switchboard.Client"] = ["Switchboard.Providers", "Switchboard.Protocol"],
        ["Switchboard.Cli"] = ["Switchboard.Client", "Switchboard.Providers", "Switchboard.Protocol"],
        ["switchboard"] = ["Switchboard.Gateway", "Switchboard.Agents", "Switchboard.Storage", "Switchboard.Compliance", "Switchboard.Semantics", "Switchboard.Providers", "Switchboard.Protocol"],
    };

    private static readonly Assembly[] Built =
    [
        typeof(Switchboard.Protocol.Dialect).Assembly,
        typeof(Switchboard.Providers.Catalogue.Cost).Assembly,
        typeof(Switchboard.Gateway.Keys.Account).Assembly,
        typeof(Switchboard.Storage.Sqlite.SqliteDatabase).Assembly,
        Assembly.Load("switchboard"),
    ];

    [Fact]
    public void References_EveryProductionAssembly_FollowTheArrows()
    {
        foreach (var assembly in Built)
        {
            var name = assembly.GetName().Name!;
            Assert.True(Allowed.ContainsKey(name), $"{name} has no arrows yet: add it here and to the design.");
            Assert.All(Ours(assembly.GetReferencedAssemblies().Select(static r => r.Name!)), r => Assert.True(Allowed[name].Contains(r), $"{name} must not refer to {r}"));
        }
    }

    [Fact]
    public void References_ProjectFiles_FollowTheArrowsToo()
    {
        var projects = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories);
        Assert.True(projects.Length >= Built.Length);
        foreach (var project in projects)
        {
            var document = XDocument.Load(project);
            var name = document.Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
            Assert.True(Allowed.ContainsKey(name), $"{name} has no arrows yet: add it here and to the design.");
            var references = document.Descendants("ProjectReference").Select(static r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, r => Assert.True(Allowed[name].Contains(r), $"{Path.GetFileName(project)} must not refer to {r}"));
        }
    }

    [Fact]
    public void References_ProtocolAndProviders_AreFreeOfAspNetCore()
    {
        foreach (var assembly in Built[..2])
        {
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), static r => r.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Ours(IEnumerable<string> names) => names.Where(static n => n.StartsWith("switchboard", StringComparison.OrdinalIgnoreCase));
}
