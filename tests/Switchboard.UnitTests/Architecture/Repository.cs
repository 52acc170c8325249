namespace Switchboard.UnitTests.Architecture;

/// <summary>The source tree that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The production code's files.</summary>
    public static IEnumerable<string> ProductionFiles() => Directory.EnumerateFiles(PathOf("src"), "*.cs", SearchOption.AllDirectories).Where(IsSource);

    /// <summary>The folders directly below a project that hold code.</summary>
    public static IEnumerable<string> Rooms() => ProductionFiles()
        .Select(f => Path.GetRelativePath(PathOf("src"), f).Split(Path.DirectorySeparatorChar))
        .Where(parts => parts.Length > 2)
        .Select(parts => PathOf("src", parts[0], parts[1]))
        .Distinct();

    public static IEnumerable<string> Folders() => new[] { "src", "tests", "bench" }
        .SelectMany(top => Directory.EnumerateDirectories(PathOf(top), "*", SearchOption.AllDirectories))
        .Where(IsSource);

    private static bool IsSource(string path) =>
        !path.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin" or "node_modules" or "artifacts");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Switchboard.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Switchboard.slnx.");
    }
}
