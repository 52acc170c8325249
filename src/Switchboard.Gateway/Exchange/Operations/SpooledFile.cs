using System.Buffers;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// A file of a form that came before the field that says where it goes: kept in a temporary file, so that memory stays flat. On Unix the
/// file has no name from its first byte on, so that nothing of it is left behind whatever happens.
/// </summary>
internal sealed class SpooledFile : IAsyncDisposable
{
    private const int BufferSize = 64 << 10;

    private readonly FileStream _file = Open();

    public long Length { get; private set; }

    public async ValueTask FillAsync(Stream from, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await from.ReadAsync(buffer, cancel) is var read and > 0)
            {
                await _file.WriteAsync(buffer.AsMemory(0, read), cancel);
                Length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The file from its start.</summary>
    public Stream Read()
    {
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), "switchboard-upload-" + Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose, BufferSize = BufferSize };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }
}
