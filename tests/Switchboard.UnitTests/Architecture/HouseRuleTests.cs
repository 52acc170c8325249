namespace Switchboard.UnitTests.Architecture;

/// <summary>Rules of the house that a test can hold.</summary>
public sealed class HouseRuleTests(ITestOutputHelper output)
{
    private const int LongestFile = 400;
    private const int LongestReadme = 15;
    private const int MedianAim = 60;
    private static readonly string[] Banned = ["Services", "Helpers", "Managers", "Common", "Utils", "Interfaces"];

    [Fact]
    public void Files_Production_AreShort()
    {
        var lengths = Repository.ProductionFiles().Select(static f => (Path: f, Lines: File.ReadLines(f).Count())).OrderBy(static f => f.Lines).ToList();
        var (median, p90, longest) = (lengths[lengths.Count / 2].Lines, lengths[lengths.Count * 9 / 10].Lines, lengths[^1]);
        output.WriteLine($"{lengths.Count} files: median {median} lines, p90 {p90}, longest {longest.Lines} ({Path.GetFileName(longest.Path)})");

        Assert.All(lengths, static f => Assert.True(f.Lines <= LongestFile, $"{f.Path} has {f.Lines} lines"));
        Assert.True(median <= MedianAim, $"the median file has {median} lines");
    }

    [Fact]
    public void Rooms_Each_HasAShortReadme()
    {
        Assert.All(Repository.Rooms(), static room =>
        {
            var readme = Path.Combine(room, "README.md");
            Assert.True(File.Exists(readme), $"{room} has no README.md");
            Assert.True(File.ReadLines(readme).Count() <= LongestReadme, $"{readme} has more than {LongestReadme} lines");
        });
    }

    [Fact]
    public void Folders_AnyName_SaysWhatIsInside() =>
        Assert.All(Repository.Folders(), static f => Assert.DoesNotContain(Path.GetFileName(f), Banned));

    [Fact]
    public void Namespaces_Production_FollowTheFolders()
    {
        foreach (var file in Repository.ProductionFiles())
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(Repository.PathOf("src"), file))!.Replace(Path.DirectorySeparatorChar, '.');
            var declared = File.ReadLines(file).FirstOrDefault(static l => l.StartsWith("namespace ", StringComparison.Ordinal));

            // Registration extensions live where their callers look for them.
            if (declared is not null && !declared.EndsWith("Microsoft.Extensions.DependencyInjection;", StringComparison.Ordinal))
            {
                Assert.True(declared == $"namespace {folder};", $"{file}: {declared}");
            }
        }
    }
}
