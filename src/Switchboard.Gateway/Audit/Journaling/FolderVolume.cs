namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A journal's folder on a real disk; its files are the owner's alone.</summary>
internal sealed class FolderVolume : IJournalVolume
{
    public const string LockName = "lock";

    private readonly string _folder;

    public FolderVolume(string folder)
    {
        _folder = Path.GetFullPath(folder);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_folder);
        }
        else
        {
            Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public long FreeBytes => new DriveInfo(_folder).AvailableFreeSpace;

    public IDisposable Lock()
    {
        try
        {
            return new FileStream(Full(LockName), Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error)
        {
            throw new JournalException(
                $"The audit journal in {_folder} is in use by another server. Stop that one, or give this one a data folder of its own "
                + "(SWITCHBOARD_DATA).",
                error);
        }
    }

    public IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public IJournalFile Create(string name) => Open(name, FileMode.CreateNew, FileAccess.ReadWrite);

    public IJournalFile Open(string name, bool writable) =>
        Open(name, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read);

    public void Replace(string name, string target) => File.Move(Full(name), Full(target), overwrite: true);

    public void Delete(string name) => File.Delete(Full(name));

    public ISharedMemory? OpenMemory(string name, int size) =>
        MappedMemory.TryOpen(() => new FileStream(Full(name), Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read)), size);

    private FolderFile Open(string name, FileMode mode, FileAccess access) =>
        new(new FileStream(Full(name), Options(mode, access, FileShare.ReadWrite | FileShare.Delete)));

    private static FileStreamOptions Options(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private string Full(string name) => Path.Combine(_folder, name);
}
